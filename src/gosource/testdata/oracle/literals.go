package main

import (
	"encoding/hex"
	"go/constant"
	"go/token"
	"strconv"
)

type literal struct {
	Text string
	// Of a string its bytes in hexadecimal, of a number or rune its exact value; "" where go/constant rounds it.
	Value string
}

// literals gives every string, rune, integer and float literal of a file.
func literals(path string) any {
	found := []literal{}
	eachToken(path, func(t scanToken) {
		switch t.Kind {
		case token.STRING.String():
			if value, err := strconv.Unquote(t.Literal); err == nil {
				found = append(found, literal{t.Literal, hex.EncodeToString([]byte(value))})
			}
		case token.CHAR.String():
			if value := constant.MakeFromLiteral(t.Literal, token.CHAR, 0); value.Kind() == constant.Int {
				found = append(found, literal{t.Literal, value.ExactString()})
			}
		case token.INT.String():
			if value := constant.MakeFromLiteral(t.Literal, token.INT, 0); value.Kind() == constant.Int {
				found = append(found, literal{t.Literal, value.ExactString()})
			}
		case token.FLOAT.String():
			value := constant.MakeFromLiteral(t.Literal, token.FLOAT, 0)
			exact := ""
			if number := constant.Num(value); number.Kind() == constant.Int {
				exact = number.ExactString() + "/" + constant.Denom(value).ExactString()
			}
			found = append(found, literal{t.Literal, exact})
		}
	})
	return found
}
